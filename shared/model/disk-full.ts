/** Whether something failed for want of room. By the words of the system, of DuckDB and of SQLite; what it does not know counts as another problem. */
export const isDiskFull = (problem: unknown): boolean =>
  problem instanceof Error &&
  (/ENOSPC|EDQUOT|no space left|disk (is )?full|quota exceeded/i.test(problem.message) ||
    isDiskFull(problem.cause))
