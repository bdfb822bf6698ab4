"""Pure rules of appraisal: what has to be assessed, how heavy an impact is, how sure one may be, what came of it."""
