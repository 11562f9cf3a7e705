/** Runs in the sandbox before the window's own scripts and gives them `window.grove`. */
import { contextBridge } from 'electron';
import { bridge } from './bridge.ts';

contextBridge.exposeInMainWorld('grove', bridge);
