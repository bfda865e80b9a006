//! `routes`

use ledger::event::aid::ComputeUnit;
use ledger::ids::PartyId;
use ledger::json::{Fault, Json, parse};
use ledger::time::At;
use rules::audit::Exit;
use rules::explain::{routes as answer, routes_text_in};
use rules::project::{Asker, Planned};
use rules::state::State;
use rules::words::Language;
use serde_json::{Value, json};

use super::known::state_of;
use crate::args::{Format, PlannedForm, RoutesArgs};
use crate::failure::Failure;
use crate::output::{note, pretty, print, read_file, with_footnote};

/// Largest file with the aid of a plan; a statement has at most half of it.
const AID_BYTES_MAX: u64 = 65_536;
/// Who asks where nobody is named: the name under which facts stand that name nobody, so that their projects are found.
const NOBODY: &str = "facts";

/// Runs it.
pub fn routes(args: &RoutesArgs, language: Language) -> Result<Exit, Failure> {
    let plan = plan(args)?;
    let (state, exit) = state_of(&args.of, args.known_at, language)?;
    let asker = asker(&state, args.party.as_ref())?;
    let (Asker::Party(source) | Asker::Nobody(source)) = &asker;
    let planned = Planned::read(&plan, source, args.on).map_err(|faults| malformed(&faults))?;
    let at = state.last_at().unwrap_or(At::from_micros(0).ok_or_else(|| Failure::run("no instant"))?);
    let mut told = answer(&state, &planned, &asker, at).map_err(|turned| Failure::run(turned.to_string()))?;
    told.tell(language);
    match args.format {
        Format::Json => print(&(pretty(&told)? + "\n"))?,
        Format::Text => print(&with_footnote(routes_text_in(language, &told), language))?,
    }
    Ok(exit)
}

/// A party that the ledger knows plans its own grant; any other name is nobody's.
fn asker(state: &State, party: Option<&PartyId>) -> Result<Asker, Failure> {
    match party {
        Some(party) if state.directory.party(party).is_some() => Ok(Asker::Party(party.clone())),
        Some(party) => Ok(Asker::Nobody(party.clone())),
        None => NOBODY.parse().map(Asker::Nobody).map_err(|_| Failure::run("no name for nobody")),
    }
}

fn malformed(faults: &[Fault]) -> Failure {
    for fault in faults {
        note(&fault.to_string());
    }
    Failure::run("the plan is malformed; nothing was judged")
}

/// The plan that the options say.
fn plan(args: &RoutesArgs) -> Result<Json, Failure> {
    let aid = match &args.aid {
        Some(path) => {
            let bytes = read_file(path, AID_BYTES_MAX)?;
            serde_json::from_slice(&bytes).map_err(|error| Failure::file(path, error))?
        }
        None => aid(args)?,
    };
    let mut plan = json!({
        "undertaking": args.undertaking.to_string(), "member_state": args.member_state.to_string(), "on": args.on.to_string(), "aid": aid,
    });
    let mut put = |name: &str, value: Option<Value>| {
        if let (Some(members), Some(value)) = (plan.as_object_mut(), value) {
            members.insert(name.to_owned(), value);
        }
    };
    put("project", args.project.as_ref().map(|project| json!(project)));
    let scheme = args.scheme.as_ref().map(|scheme| json!({"kind": "scheme", "scheme": scheme}));
    put("basis", scheme.or(args.ad_hoc.then(|| json!({"kind": "ad-hoc"}))));
    put("activity", args.nace.as_ref().map(|code| json!({"nace": {"code": code, "revision": "2.1"}})));
    parse(plan.to_string().as_bytes()).map_err(|faults| malformed(&faults))
}

fn aid(args: &RoutesArgs) -> Result<Value, Failure> {
    let money = |amount: &str| json!({"amount": amount, "currency": args.currency});
    let amount = || {
        let missing = "--amount is missing: how much is planned, such as --amount 37000.00";
        args.amount.as_deref().map(money).ok_or_else(|| Failure::run(missing))
    };
    Ok(match args.form {
        PlannedForm::Grant => json!({"form": "grant", "nominal": amount()?}),
        PlannedForm::Service => {
            json!({"form": "service", "market_value": amount()?, "price_paid": money("0.00")})
        }
        PlannedForm::Compute => {
            let missing =
                "--form compute needs --system and --quantity, such as --system lumi-g --quantity 20000";
            let (system, quantity) =
                args.system.as_ref().zip(args.quantity.as_ref()).ok_or_else(|| Failure::run(missing))?;
            let unit = args.unit.as_deref().unwrap_or(ComputeUnit::GpuHour.as_str());
            let mut aid = json!({"form": "compute", "system": system, "unit": unit, "quantity": quantity, "price_paid": money("0.00")});
            if let (Some(rate), Some(members)) = (&args.rate, aid.as_object_mut()) {
                // What is thought of has no evidence yet; the rules do not ask for any.
                let evidence = json!({"method": "planned", "sha256": "0".repeat(64)});
                let price = json!({"rate": rate, "currency": args.currency, "evidence": evidence});
                members.insert("unit_price".to_owned(), price);
            }
            aid
        }
    })
}
