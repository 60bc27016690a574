"""Two ideas that are the same become one, and are two again when that was wrong; and one idea that is several becomes those."""
