/** The package brings no types of its own. */
declare module 'jpegxr' {
  export interface DecodedJpegXr {
    readonly width: number;
    readonly height: number;
    readonly pixelInfo: { readonly channels: number; readonly bitsPerPixel: number; readonly bgr: boolean };
    readonly bytes: Uint8Array;
  }
  export interface JpegXrCodec {
    /** Throws Error where the data are broken. */
    decode(bytes: Uint8Array): DecodedJpegXr;
  }
  export default function makeCodec(): Promise<JpegXrCodec>;
}
