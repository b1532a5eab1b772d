"""What carries the site: adapters that know a host and decide nothing."""
