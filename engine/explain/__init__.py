"""Why a conclusion holds, fails or is open, as plain data that renderers only read."""
