"""The counselling database (상담 DB): case records, what is handed to other institutions, reports for the city."""
