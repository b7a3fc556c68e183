"""The Studio's views, a file each: what a page shows and what it calls."""
