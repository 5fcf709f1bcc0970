/** Where SQL is written and run against the datasets of a permit. */
export function Workbench() {
  return <div data-testid="workbench" />
}
