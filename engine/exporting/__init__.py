"""What a report and a case give to other programs: a calendar, a spreadsheet, drafts."""
