"""What a visitor sees; the only part of the package that imports streamlit."""
