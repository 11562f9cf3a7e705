import { GroveError } from '#core/model/error.ts';
import type { GivenOptions } from './parse-options.ts';

/** Reads single values out of what was given, each with a clear complaint. */
export function textOption({ values }: GivenOptions, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function requiredOption(given: GivenOptions, name: string, what: string): string {
  const value = textOption(given, name);
  if (value === undefined) throw new GroveError('invalid-input', `--${name} is missing: give ${what}.`);
  return value;
}

export function repeatedOption({ values }: GivenOptions, name: string): string[] {
  const value = values[name];
  return Array.isArray(value) ? value.map(String) : [];
}

export function flagOption({ values }: GivenOptions, name: string): boolean {
  return values[name] === true;
}

/** A whole number between the limits. */
export function integerOption(given: GivenOptions, name: string, fallback: number, least: number, most: number): number {
  const text = textOption(given, name);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new GroveError('invalid-input', `--${name} must be a whole number from ${least} to ${most}, not '${text}'.`);
  }
  return value;
}

/** A number between the limits, 0.001 or 1e-3. */
export function numberOption(given: GivenOptions, name: string, fallback: number, least: number, most: number): number {
  const text = textOption(given, name);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!/^[\d.]+(e-?\d+)?$/i.test(text) || !(value >= least && value <= most)) {
    throw new GroveError('invalid-input', `--${name} must be a number from ${least} to ${most}, not '${text}'.`);
  }
  return value;
}

/** Whole numbers separated by commas, from 0, no one twice; undefined when not given. */
export function indexListOption(given: GivenOptions, name: string): number[] | undefined {
  const text = textOption(given, name);
  if (text === undefined) return undefined;
  const parts = text.split(',');
  const numbers = parts.map(Number);
  if (!parts.every((part) => /^\d{1,4}$/.test(part)) || new Set(numbers).size !== numbers.length) {
    throw new GroveError(
      'invalid-input',
      `--${name} takes different numbers from 0 separated by commas, like 0,2, not '${text}'.`,
    );
  }
  return numbers;
}

export function choiceOption<T extends string>(given: GivenOptions, name: string, choices: readonly T[], fallback?: T): T {
  const text = textOption(given, name) ?? fallback;
  const choice = choices.find((candidate) => candidate === text);
  if (choice !== undefined) return choice;
  const offer = choices.join(' or ');
  throw new GroveError(
    'invalid-input',
    text === undefined ? `--${name} is missing: give ${offer}.` : `--${name} must be ${offer}, not '${text}'.`,
  );
}

/** --threads, absent when all threads of the machine may be used. */
export function threadsOption(given: GivenOptions): { threads?: number } {
  const threads = integerOption(given, 'threads', 0, 1, 1024);
  return threads === 0 ? {} : { threads };
}
