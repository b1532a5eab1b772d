"""Charts: pure functions from plain frozen values to HTML and SVG that carry no script and no measured sizes."""
