"""One file a page: asks analytics, hands the answer to ui."""
