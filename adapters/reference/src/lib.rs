//! reference-adapter
