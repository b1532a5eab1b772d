"""What an audience sees of a portal: everything else is removed before a page is made."""
