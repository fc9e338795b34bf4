"""Many events drawn on the server as small pictures, and the events under a click."""
