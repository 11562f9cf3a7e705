import { useEffect, useRef } from 'react';
import type { Picture } from '#contract/contract.ts';

/** A picture of RGBA pixels. */
export function PictureView({ label, picture }: { readonly label: string; readonly picture: Picture }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const target = canvas.current;
    if (!target) return;
    target.width = picture.width;
    target.height = picture.height;
    const pixels = new ImageData(new Uint8ClampedArray(picture.rgba), picture.width, picture.height);
    target.getContext('2d')?.putImageData(pixels, 0, 0);
  }, [picture]);
  return <canvas ref={canvas} className="picture" role="img" aria-label={label} />;
}
