"""Pure arithmetic and checks of concerns: clocks, likeness, masking, who stands above."""
