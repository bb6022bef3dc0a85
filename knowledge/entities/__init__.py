"""Finds in a resident's words what a dialogue needs:
numbers, dates, durations, amounts, ages, visa codes, districts.
"""
