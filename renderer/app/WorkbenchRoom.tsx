import { Workbench } from '../workbench/Workbench.tsx'

/** The workbench with what other rooms hang into it. */
export function WorkbenchRoom() {
  return <Workbench />
}
