import type { MergeRule } from '../model/label.ts';

export interface MergeCounts {
  /** Pixels to which at least two sets give different classes. */
  readonly disagreeing: number;
  /** Pixels that at least one set labels, but not all of them do. */
  readonly partly: number;
  /** Pixels that are labelled in the result. */
  readonly labelled: number;
}

/**
 * Makes one set of labels out of those of several people. `sets` holds class numbers 0…255 of the same pixels, 0 = unlabelled, in
 * the order of the people; `out`, of the same length, receives the result. A pixel that is unlabelled in a set is no vote.
 *
 * 'majority': the class with the most votes, 0 where two classes have as many. 'first': the class of the first set that labels the
 * pixel. 'agree': the class that every set gives, else 0. With one set all rules give that set.
 */
export function mergeLabelSets(sets: readonly Uint8Array[], rule: MergeRule, out: Uint8Array): MergeCounts {
  const votes = new Uint32Array(256);
  let disagreeing = 0;
  let partly = 0;
  let labelled = 0;
  for (let i = 0; i < out.length; i++) {
    let first = 0;
    let voters = 0;
    let differ = false;
    for (const set of sets) {
      const value = set[i]!;
      if (value === 0) continue;
      voters++;
      if (first === 0) first = value;
      else if (value !== first) differ = true;
    }
    if (differ) disagreeing++;
    if (voters > 0 && voters < sets.length) partly++;
    let result = first;
    if (rule === 'agree') result = differ || voters < sets.length ? 0 : first;
    else if (rule === 'majority' && differ) result = mostVoted(sets, i, votes);
    out[i] = result;
    if (result !== 0) labelled++;
  }
  return { disagreeing, partly, labelled };
}

/** `votes` is zero before and after. */
function mostVoted(sets: readonly Uint8Array[], i: number, votes: Uint32Array): number {
  let best = 0;
  let tied = false;
  for (const set of sets) if (set[i] !== 0) votes[set[i]!]!++;
  for (const set of sets) {
    const value = set[i]!;
    if (value === 0 || votes[value] === 0) continue;
    if (best === 0 || votes[value]! > votes[best]!) {
      best = value;
      tied = false;
    } else if (value !== best && votes[value] === votes[best]) tied = true;
  }
  for (const set of sets) votes[set[i]!] = 0;
  return tied ? 0 : best;
}
