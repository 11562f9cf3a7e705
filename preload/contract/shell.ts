/** What the Electron shell gives the window besides calls, and the one object that the preload script puts there. */
import { z } from 'zod';
import type { Events, Progress } from './contract.ts';
import type { CallReply } from './frames.ts';

export const fileRequest = z
  .object({
    title: z.string().max(200),
    /** 'save' answers with one path that need not exist yet. */
    mode: z.enum(['open', 'openMany', 'save']),
    filters: z
      .array(z.object({ name: z.string().max(100), extensions: z.array(z.string().max(20)).readonly() }).readonly())
      .readonly(),
    suggestedName: z.string().max(300).optional(),
    folder: z.string().max(32_767).optional(),
    /** Word on the button. */
    action: z.string().max(50),
  })
  .strict()
  .readonly();

export type FileRequest = z.output<typeof fileRequest>;

export interface EventMessage {
  readonly event: keyof Events;
  readonly value: unknown;
}

/** `window.grove` in Electron. Listeners are told until the function that `on…` returned is called. */
export interface GroveBridge {
  /** `id` is the window's own and names the call in `cancel` and progress. Never rejects because the call failed. */
  call(id: number, method: string, input: unknown): Promise<CallReply>;
  cancel(id: number): void;
  onProgress(listener: (id: number, progress: Progress) => void): () => void;
  onEvent(listener: (message: EventMessage) => void): () => void;
  /** Menu items, by the id of their command. */
  onCommand(listener: (commandId: string) => void): () => void;
  /** The system's file dialog; null when the user thinks better of it. */
  chooseFiles(request: FileRequest): Promise<readonly string[] | null>;
  /** Path of a DOM File that was dropped on the window. */
  pathOfFile(file: object): string;
}
