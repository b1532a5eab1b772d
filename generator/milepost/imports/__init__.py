"""Outside formats to files of a project, one module or package each."""
