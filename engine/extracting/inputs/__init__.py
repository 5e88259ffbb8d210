"""Files that people keep texts in: plain text, Markdown, saved web pages and PDF."""
