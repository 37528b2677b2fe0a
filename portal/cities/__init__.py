"""A city is data: reading its folder of rule tables, whole and right, or not at all."""
