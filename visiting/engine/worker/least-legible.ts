/** Tells the engine the function by which the environment's own queries judge sums (shared/model/legible-values.ts). */
import { BIGINT, BOOLEAN, type DuckDBConnection, DuckDBScalarFunction, VARCHAR } from '@duckdb/node-api'
import { BETWEEN_VALUES, LEAST_LEGIBLE, leastLegible } from '../../../shared/model/legible-values.ts'

/** For all connections of its instance, until that is closed. */
export function knowLeastLegible(connection: DuckDBConnection): void {
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: LEAST_LEGIBLE,
      parameterTypes: [VARCHAR, BIGINT, BOOLEAN, BIGINT],
      returnType: BIGINT,
      specialHandling: true,
      mainFunction(_info, input, output) {
        const [cells, persons, zeros, enough] = [0, 1, 2, 3].map((index) => input.getColumnVector(index))
        for (let row = 0; row < input.rowCount; row++) {
          const cell = cells!.getItem(row)
          const known = {
            persons: Number(persons!.getItem(row) ?? 0),
            withZeros: zeros!.getItem(row) === true,
            enough: Number(enough!.getItem(row)),
          }
          const least =
            cell === null ? Number.POSITIVE_INFINITY : leastLegible(String(cell).split(BETWEEN_VALUES), known)
          output.setItem(row, Number.isFinite(least) ? BigInt(least) : null)
        }
        output.flush()
      },
    }),
  )
}
