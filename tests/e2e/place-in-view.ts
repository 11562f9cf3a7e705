import type { Page } from '@playwright/test';

/** Where a pixel of the image is on the page, worked out from what the cursor read-out says at two points of the viewer. */
export async function placeInView(page: Page): Promise<(x: number, y: number) => [number, number]> {
  const box = (await page.getByRole('region', { name: 'Viewer' }).boundingBox())!;
  const read = async (px: number, py: number): Promise<[number, number]> => {
    await page.mouse.move(px, py);
    await page.waitForTimeout(150);
    const text = (await page.getByRole('status', { name: 'Cursor' }).textContent()) ?? '';
    const found = /x\s*([\d.,]+)[^\d]+y\s*([\d.,]+)\s*px/i.exec(text) ?? /([\d.]+)\D+([\d.]+)\s*px/.exec(text);
    if (!found) throw new Error(`The cursor read-out says '${text}'.`);
    return [Number(found[1]), Number(found[2])];
  };
  const [ax, ay] = [box.x + box.width * 0.35, box.y + box.height * 0.3];
  const [bx, by] = [box.x + box.width * 0.65, box.y + box.height * 0.7];
  const a = await read(ax, ay);
  const b = await read(bx, by);
  const [sx, sy] = [(bx - ax) / (b[0] - a[0]), (by - ay) / (b[1] - a[1])];
  return (x, y) => [ax + (x - a[0]) * sx, ay + (y - a[1]) * sy];
}
