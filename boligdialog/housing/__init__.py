"""Where people live: organisations, areas, sections, households and the places that ideas are about."""
