//! A calendar as it is stored: the arguments of its constructors.

use alloc::vec::Vec;

use ansatz_core::ParameterError;

use super::Calendar;

/// Everything that the constructors take, before it is checked.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename = "Calendar", deny_unknown_fields)]
pub(super) struct Form {
    period: u64,
    shifts: Vec<(u64, u64)>,
    #[serde(default)]
    holidays: Vec<(u64, u64)>,
}

impl TryFrom<Form> for Calendar {
    type Error = ParameterError;

    fn try_from(form: Form) -> Result<Self, ParameterError> {
        Self::new(form.period, &form.shifts)?.with_holidays(&form.holidays)
    }
}

impl From<Calendar> for Form {
    fn from(calendar: Calendar) -> Self {
        let holidays = calendar.holidays.iter().map(|holiday| (holiday.start, holiday.end)).collect();
        Self { period: calendar.period, shifts: calendar.shifts().collect(), holidays }
    }
}
