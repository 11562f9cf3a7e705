import { useEffect, useRef } from 'react';
import { useApp, useResults } from '../app-context.tsx';

/** The small picture of an image, drawn when the host has made it. */
export function Thumbnail({ imageId, missing }: { readonly imageId: string; readonly missing: boolean }) {
  const app = useApp();
  const picture = useResults((results) => results.thumbnails.get(imageId));
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!missing && picture === undefined) app.images.loadThumbnail(imageId);
  }, [app, imageId, missing, picture]);
  useEffect(() => {
    const target = canvas.current;
    if (!target || !picture) return;
    target.width = picture.width;
    target.height = picture.height;
    const pixels = new ImageData(new Uint8ClampedArray(picture.rgba), picture.width, picture.height);
    target.getContext('2d')?.putImageData(pixels, 0, 0);
  }, [picture]);
  return <span className="thumbnail">{picture ? <canvas ref={canvas} aria-hidden /> : missing ? '?' : null}</span>;
}
