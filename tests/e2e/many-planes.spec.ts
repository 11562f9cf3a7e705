/** An image of several scenes, channels, Z planes and time points: opened, scrubbed, labelled, trained, segmented in part, reopened. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { PlaneIndex } from '#core/model/image.ts';
import type { ImageRecord } from '#core/model/project.ts';
import { openImage } from '../../main/formats/open-image.ts';
import { diskRadius, drawStack } from './draw-stack.ts';
import { type GroveUnderTest, test } from './grove-window.ts';
import { planeShown } from './plane-shown.ts';

const SCENES = [
  { name: 'Left', width: 512, height: 512 },
  { name: 'Right', width: 512, height: 512 },
  { name: 'Wide', width: 900, height: 600 },
];
const SIZES = { z: 5, t: 3, channels: 2 };

/** Places that the picture is known at: in the middle of every disk, and far from all of them. */
const MIDDLE = [0.5, 0.5] as const;
const ABOVE = [0.5, 0.06] as const;

async function call<T>(grove: GroveUnderTest, method: string, input: object): Promise<T> {
  const answer = (await grove.api(method, input)) as { output?: T };
  return 'output' in answer ? (answer.output as T) : (answer as T);
}

const images = async (grove: GroveUnderTest): Promise<readonly ImageRecord[]> =>
  (await call<{ images: readonly ImageRecord[] }>(grove, 'project.current', {})).images;

/** A short stroke about a place of the scene, given as shares of its width and height, which must be fitted into the view. */
async function paint(
  page: Page,
  className: string,
  { width, height }: { width: number; height: number },
  at: readonly [number, number],
) {
  await page.getByRole('radio', { name: className }).click();
  const box = (await page.getByRole('region', { name: 'Viewer' }).boundingBox())!;
  const zoom = Math.min(box.width / width, box.height / height);
  const x = box.x + box.width / 2 + (at[0] - 0.5) * width * zoom;
  const y = box.y + box.height / 2 + (at[1] - 0.5) * height * zoom;
  await page.mouse.move(x - 25, y);
  await page.mouse.down();
  await page.mouse.move(x + 25, y + 2, { steps: 5 });
  await page.mouse.up();
}

test('an image of many planes is opened, scrubbed, labelled, trained, segmented in part and found with its calibration', async ({
  grove,
}) => {
  const { page } = grove;
  const file = join(grove.folder, 'plate.ome.tif');
  const result = join(grove.folder, 'part.ome.tif');
  await drawStack(file, SCENES, SIZES);
  await page.goto(`${new URL(page.url()).origin}/?probe`);

  await test.step('opened through the file dialog, with all its axes', async () => {
    await page.getByRole('button', { name: 'Open an image…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add images' });
    await dialog.getByRole('textbox', { name: 'Folder' }).fill(grove.folder);
    await dialog.getByRole('textbox', { name: 'Folder' }).press('Enter');
    await dialog.getByRole('option', { name: 'plate.ome.tif' }).click();
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(page.getByRole('radio', { name: 'Object' })).toBeVisible();
    await expect(page.getByRole('slider', { name: 'Scene' })).toHaveAttribute('aria-valuetext', '1 of 3, Left');
    await expect(page.getByRole('slider', { name: 'Z plane' })).toHaveAttribute('aria-valuetext', '1 of 5, 0\u00a0µm');
    await expect(page.getByRole('slider', { name: 'Time point' })).toHaveAttribute('aria-valuetext', '1 of 3, 0\u00a0s');
    await expect(page.getByRole('button', { name: 'Contrast of AF488' })).toBeVisible();
    await planeShown(page, /Scene 1 \(Left\) · Z 1 \(0.µm\) · T 1 \(0.s\)/);
  });

  await test.step('gone through by slider, number, key, play and list', async () => {
    await page.getByRole('slider', { name: 'Z plane' }).focus();
    await page.keyboard.press('End');
    await planeShown(page, /Z 5 \(6.µm\)/);
    await page.getByRole('textbox', { name: 'Time point number' }).fill('3');
    await page.getByRole('textbox', { name: 'Time point number' }).press('Enter');
    await planeShown(page, /T 3 \(1:00.min\)/);
    await page.getByRole('region', { name: 'Viewer' }).hover();
    await page.getByRole('textbox', { name: 'Time point number' }).blur();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowLeft');
    await planeShown(page, /Z 4 .* T 2 /);
    await page.getByRole('button', { name: 'Play Z' }).click();
    await expect(page.locator('.hud')).not.toContainText('Z 4');
    await page.getByRole('button', { name: 'Stop playing Z' }).click();

    await page.getByRole('button', { name: 'Scenes and wells' }).click();
    const scenes = page.getByRole('dialog', { name: 'Scenes and wells' });
    await expect(scenes.getByRole('option')).toHaveText([/1Left.*512 × 512/, /2Right.*512 × 512/, /3Wide.*900 × 600/]);
    await scenes.getByRole('combobox', { name: 'Search scenes' }).fill('wide');
    await scenes.getByRole('combobox', { name: 'Search scenes' }).press('Enter');
    await expect(scenes).toBeHidden();
    await planeShown(page, /Scene 3 \(Wide\)/);
  });

  const first: PlaneIndex = { scene: 2, z: 1, t: 0 };
  const second: PlaneIndex = { scene: 0, z: 3, t: 2 };
  await test.step('labelled on two planes of two scenes', async () => {
    const goTo = async ({ scene, z, t }: PlaneIndex): Promise<void> => {
      for (const [name, value] of [
        ['Scene', scene],
        ['Z plane', z],
        ['Time point', t],
      ] as const) {
        const field = page.getByRole('textbox', { name: `${name} number` });
        await field.fill(String(value + 1));
        await field.press('Enter');
      }
      await planeShown(page, new RegExp(`Scene ${scene + 1} .* Z ${z + 1} .* T ${t + 1} `));
      await page.keyboard.press('f');
    };
    for (const plane of [first, second]) {
      await goTo(plane);
      await page.getByRole('textbox', { name: 'Time point number' }).blur();
      await page.keyboard.press('b');
      await paint(page, 'Object', SCENES[plane.scene]!, MIDDLE);
      await paint(page, 'Background', SCENES[plane.scene]!, ABOVE);
      await expect(page.getByRole('slider', { name: 'Z plane' })).toHaveAttribute('aria-valuetext', /labelled/);
    }
    const [image] = await images(grove);
    expect(await call(grove, 'labels.planes', { imageId: image!.id })).toEqual([second, first]);
    expect(Object.keys(image!.labels)).toHaveLength(2);
    // From one to the other by key.
    await page.keyboard.press('j');
    await planeShown(page, /Scene 3 .* Z 2 .* T 1 /);
    await page.keyboard.press('Shift+j');
    await planeShown(page, /Scene 1 .* Z 4 .* T 3 /);
  });

  await test.step('trained on both, and areas are measured over a subset', async () => {
    await page.getByRole('button', { name: 'Train & Segment' }).click();
    await expect(page.getByRole('list', { name: 'Area per class' })).toContainText('%');
    await page.getByRole('button', { name: 'Segment planes…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Segment planes' });
    await dialog.getByRole('combobox', { name: 'Planes' }).selectOption({ label: 'Chosen planes' });
    await dialog.getByRole('textbox', { name: 'Subset' }).fill('S(1-2)|Z(3)');
    await expect(dialog.getByRole('status', { name: 'Chosen planes' })).toHaveText('6 planes');
    await dialog.getByRole('button', { name: 'Segment', exact: true }).click();
    await expect(page.getByText('Over 6 planes · S(1-2)|Z(3)')).toBeVisible();
    await expect(page.getByRole('list', { name: 'Area over planes' })).toContainText('%');
  });

  await test.step('segmented over a subset into a file, which is added to the project', async () => {
    await page.keyboard.press('Control+e');
    const dialog = page.getByRole('dialog', { name: 'Export segmentation' });
    await dialog.getByRole('combobox', { name: 'Planes' }).selectOption({ label: 'Chosen planes' });
    const text = dialog.getByRole('textbox', { name: 'Subset' });
    await expect(text).toHaveValue('S(1)|Z(4)|T(3)');
    // Fields and text say the same.
    await dialog.getByRole('textbox', { name: 'Last Scene' }).fill('3');
    await dialog.getByRole('textbox', { name: 'Last Scene' }).press('Enter');
    await expect(text).toHaveValue('Z(4)|T(3)');
    await text.fill('S(2-3)|Z(2-4)|T(3)');
    await expect(dialog.getByRole('textbox', { name: 'First Z' })).toHaveValue('2');
    await expect(dialog.getByRole('textbox', { name: 'Last Z' })).toHaveValue('4');
    await expect(dialog.getByRole('status', { name: 'Chosen planes' })).toHaveText('6 planes');
    await text.fill('S(2-3)|Z(2-9)');
    await expect(dialog.getByRole('alert')).toHaveText(/has 5 Z planes, so number 9/);
    await expect(dialog.getByRole('button', { name: 'Export', exact: true })).toBeDisabled();
    await text.fill('S(2-3)|Z(2-4)|T(3)');
    await dialog.getByRole('textbox', { name: 'Segmentation' }).fill(result);
    await dialog.getByRole('checkbox', { name: 'Add the result to the project' }).check();
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await expect.poll(async () => (await images(grove)).map(({ name }) => name)).toEqual(['plate.ome.tif', 'part.ome.tif']);
    expect(existsSync(result)).toBe(true);
  });

  await test.step('the result has the planes, the calibration and the disks of the subset', async () => {
    await planeShown(page, /part\.ome\.tif · Scene 1 \(Right\) · Z 1 \(0.µm\) · 0\.325.µm/);
    await page.getByRole('tab', { name: 'Images' }).click();
    const details = page.getByRole('complementary', { name: 'Details' });
    await expect(details).toContainText('0.325\u00a0µm/px');
    await expect(details).toContainText('1.5\u00a0µm');

    const written = await openImage(result);
    try {
      const { info } = written;
      expect(info).toMatchObject({ sizeScene: 2, sizeZ: 3, sizeT: 1, pixelType: 'uint8' });
      expect(info.pixelSizeUm).toEqual({ x: 0.325, y: 0.325, z: 1.5 });
      expect(info.scenes?.map(({ name, width, height }) => ({ name, width, height }))).toEqual(SCENES.slice(1));
      for (const scene of [0, 1]) {
        const { width, height } = SCENES[scene + 1]!;
        for (const z of [0, 1, 2]) {
          const rect = { x: 0, y: 0, width, height };
          const { data } = await written.read({ plane: { scene, z, t: 0 }, level: 0, rect, channels: [0] });
          const radius = diskRadius({ scene: scene + 1, z: z + 1, t: 2 });
          // Classes are Background (1) and Object (2); the rim may be off by a pixel.
          const objects = Array.from(data).filter((value) => value === 2).length;
          expect(Math.sqrt(objects / Math.PI)).toBeGreaterThan(radius - 1.5);
          expect(Math.sqrt(objects / Math.PI)).toBeLessThan(radius + 1.5);
        }
      }
    } finally {
      await written.close();
    }
  });
});
