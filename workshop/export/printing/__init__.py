"""What is made of a plan for the hour itself: sheets, run sheet, handout, posters and cards."""
