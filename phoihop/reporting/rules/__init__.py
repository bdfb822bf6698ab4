"""Layouts, texts and checks of official letters. No framework."""
