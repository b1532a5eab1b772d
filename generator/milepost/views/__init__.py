"""What each page shows, as data: a project and its analysis in, frozen view models out."""
