// A packet is 32 columns by 8 rows of neighbouring pixels that are judged together, one bit each. Bits lie in two vectors:
// the first holds columns 0-15, the second 16-31; bit 16 * row + column of its half.

/** Bytes of one bit per pixel of a packet. */
export const SLOT: usize = 32;

export const PACKET_PIXELS: usize = 256;
