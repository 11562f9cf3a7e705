/** A part of a SavedModel contradicts another or is cut off. The message continues "…: " and names the part. */
export class SavedModelDamage extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'SavedModelDamage';
  }
}

/** An operator is known, but not in the form in which the network uses it. */
export class OperatorRefusal extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'OperatorRefusal';
  }
}
