//! misbehaving-adapter
