/** 'GRVE': marks an SQLite file as a Grove project. */
export const APPLICATION_ID = 0x47525645;
