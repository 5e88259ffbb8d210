"""Rules compiled into operations on whole columns: every case of a cohort in one pass."""
