"""What a page costs beside what it costs at the least: `make bench` (docs/performance.md)."""
