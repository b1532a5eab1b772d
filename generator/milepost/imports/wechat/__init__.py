"""Replies of WeChat's data-analysis endpoints."""
