"""Reports and explanations as text, Markdown and JSON; nothing here concludes anything."""
