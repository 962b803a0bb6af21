"""Questions asked of a snapshot, one file a subject; nothing here knows Streamlit."""
