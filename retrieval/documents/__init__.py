"""Reading templates and articles: from files to templates and passages, with complaints that name file and line."""
