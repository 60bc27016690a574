"""The things people make. Every one is an Item with a child table: what can be done with an Item can be done with all."""
