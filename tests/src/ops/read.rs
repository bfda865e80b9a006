//! The plain data of a statement in facts form, as the cases of `tests/acts` write it.
//!
//! What it does not know it says so: a case with such a line is left out by name, not passed over.

use serde_json::Value;

use super::{
    Act, Aid, BaseRow, Conditions, Day, Extra, Grant, History, HolidayRow, Op, PARTY, PriceRow, RateRow,
    Repaid, Report, Set, Standing, Statement, Sum, Terms,
};

type Read<T> = Result<T, String>;

/// The project, and what of the aid is for each of its lines.
type CostLines = (Option<u32>, Vec<(&'static str, Sum)>);

/// Reads the lines of one ledger; ids of awards, projects and others become numbers.
#[derive(Debug, Default)]
pub struct Reader {
    awards: Vec<String>,
    others: Vec<String>,
    lines: usize,
}

fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn member<'a>(data: &'a Value, name: &str) -> Read<&'a Value> {
    data.get(name).ok_or_else(|| format!("no {name}"))
}

fn text(data: &Value, name: &str) -> Read<&'static str> {
    maybe(data, name).ok_or_else(|| format!("no {name}"))
}

fn maybe(data: &Value, name: &str) -> Option<&'static str> {
    data.get(name)?.as_str().map(leak)
}

fn texts(data: &Value, name: &str) -> Vec<&'static str> {
    list(data, name).iter().filter_map(Value::as_str).map(leak).collect()
}

fn list<'a>(data: &'a Value, name: &str) -> &'a [Value] {
    data.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn is(data: &Value, name: &str) -> bool {
    data.get(name).and_then(Value::as_bool) == Some(true)
}

fn date(data: &Value, name: &str) -> Read<Day> {
    text(data, name)?.parse().map_err(|_| format!("{name} is no date"))
}

fn maybe_date(data: &Value, name: &str) -> Option<Day> {
    maybe(data, name)?.parse().ok()
}

/// A decimal text in whole units of its last place.
fn decimal(text: &str, places: usize) -> Read<i128> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let kept: String = part.chars().chain(std::iter::repeat('0')).take(places).collect();
    if part.trim_end_matches('0').len() > places {
        return Err(format!("{text} has more than {places} decimals"));
    }
    format!("{whole}{kept}").parse().map_err(|_| format!("{text} is no decimal"))
}

fn number(data: &Value, name: &str, places: usize) -> Read<i128> {
    decimal(text(data, name)?, places)
}

fn maybe_number(data: &Value, name: &str, places: usize) -> Read<Option<i128>> {
    maybe(data, name).map(|text| decimal(text, places)).transpose()
}

fn sum(money: &Value) -> Read<Sum> {
    Ok(Sum { minor: number(money, "amount", 2)?, currency: text(money, "currency")? })
}

fn money(data: &Value, name: &str) -> Read<Sum> {
    sum(member(data, name)?)
}

fn maybe_money(data: &Value, name: &str) -> Read<Option<Sum>> {
    data.get(name).map(sum).transpose()
}

fn repaid(data: &Value) -> Read<Option<Repaid>> {
    let back = |back: &Value| Ok((money(back, "amount")?, date(back, "on")?));
    data.get("repaid").map(back).transpose()
}

fn funding(data: &Value) -> Read<Vec<(&'static str, i128)>> {
    let one = |row: &Value| Ok((text(row, "origin")?, number(row, "share_percent", 2)?));
    list(data, "funding").iter().map(one).collect()
}

fn conditions(data: &Value) -> Option<Conditions> {
    let stated = data.get("conditions")?;
    Some(Conditions {
        export_linked: is(stated, "export_linked"),
        domestic_goods: is(stated, "domestic_goods"),
        price_quantity_linked: is(stated, "price_quantity_linked"),
        separated: stated.get("separated_activities").and_then(Value::as_bool),
        service: maybe(stated, "sgei_service"),
    })
}

fn nace(data: &Value) -> Option<(&'static str, bool)> {
    let activity = data.get("activity")?;
    let Some(nace) = activity.get("nace") else { return Some(("", false)) };
    Some((maybe(nace, "code")?, maybe(nace, "revision") == Some("2")))
}

fn aid(data: &Value) -> Read<Aid> {
    let form = form(data)?;
    let Some(cap) = maybe_money(data, "cap")? else { return Ok(form) };
    Ok(Aid::Capped { of: Box::new(form), cap, counts_as: maybe(data, "counts_as").unwrap_or("exact") })
}

fn form(data: &Value) -> Read<Aid> {
    Ok(match text(data, "form")? {
        "grant" => Aid::Grant(money(data, "nominal")?),
        form @ ("instalments" | "interest-subsidy") => {
            let one = |row: &Value| Ok((date(row, "due")?, money(row, "amount")?));
            let payments = list(data, "payments").iter().map(one).collect::<Read<_>>()?;
            Aid::Instalments { payments, subsidy: form == "interest-subsidy" }
        }
        "loan" => Aid::Loan {
            principal: money(data, "principal")?,
            milli_years: number(data, "years", 3)?,
            collateral_e6: number(data, "collateral_percent", 6)?,
            rate_e6: maybe_number(data, "rate_percent", 6)?,
            method: text(data, "method")?,
        },
        "guarantee" => Aid::Guarantee {
            guaranteed: money(data, "guaranteed")?,
            milli_years: number(data, "years", 3)?,
            cover_e6: number(data, "cover_max_percent", 6)?,
            pari_passu: is(data, "losses_pari_passu"),
            method: text(data, "method")?,
        },
        "capital" => Aid::Capital(money(data, "injection")?),
        "credits" => Aid::Credits { face: money(data, "face_value")?, paid: money(data, "price_paid")? },
        "service" => Aid::Service { value: money(data, "market_value")?, paid: money(data, "price_paid")? },
        "compute" => {
            let price = |price: &Value| -> Read<(i128, &'static str)> {
                Ok((number(price, "rate", 6)?, text(price, "currency")?))
            };
            Aid::Hours {
                system: text(data, "system")?,
                partition: maybe(data, "partition"),
                unit: text(data, "unit")?,
                micro_hours: number(data, "quantity", 6)?,
                price: data.get("unit_price").map(price).transpose()?,
                paid: money(data, "price_paid")?,
                economic: data.get("access").map(|access| is(access, "economic")),
            }
        }
        "declared" => match (maybe_money(data, "gge")?, data.get("gge_range")) {
            (Some(gge), _) => Aid::Declared(gge),
            (None, Some(range)) => {
                Aid::Range { low: maybe_money(range, "low")?, high: maybe_money(range, "high")? }
            }
            (None, None) => Aid::Silent,
        },
        other => return Err(format!("the form {other}")),
    })
}

impl Reader {
    fn award(&mut self, id: &str) -> u32 {
        numbered(&mut self.awards, id)
    }

    fn other(&mut self, id: &str) -> u32 {
        numbered(&mut self.others, id)
    }

    /// Reads one line.
    ///
    /// # Errors
    /// What is not known.
    pub fn read(&mut self, line: &Value) -> Read<Statement> {
        self.lines += 1;
        let data = member(line, "data")?;
        let name = text(line, "type")?.trim_start_matches("eu.aidledger.").trim_end_matches(".v1");
        let signer =
            maybe(line, "source").map_or(PARTY, |source| source.trim_start_matches("urn:aidledger:party:"));
        let op = match name {
            "award.set" => {
                let all = list(data, "awards").iter();
                Op::Together(all.map(|one| self.grant("award.granted", one)).collect::<Read<_>>()?)
            }
            "award.granted" | "award.reserved" | "award.conditional" => {
                let (grant, terms) = self.grant(name, data)?;
                Op::Offer(grant, terms)
            }
            "award.reported" => self.report(data, signer)?,
            "reference.published" => table(data)?,
            _ if name.starts_with("award.") || matches!(name, "credits.expired" | "usage.reported") => {
                self.life(name, data)?
            }
            _ => self.other_op(name, data)?,
        };
        // Nobody says when it was recorded: then it was in time.
        let own = match &op {
            Op::Offer(grant, _) => grant.on,
            Op::Together(grants) => grants.iter().map(|(grant, _)| grant.on).min().unwrap_or(Day::MIN),
            _ => Day::MIN,
        };
        let day = |name: &str| maybe(line, name).and_then(|time| time.get(..10)?.parse().ok());
        let stated = if matches!(op, Op::Prices(_)) { day("time") } else { day("recordedat") };
        let id = maybe(line, "id").map_or_else(|| format!("line-{}", self.lines), str::to_owned);
        Ok(Statement { id, recorded_on: stated.unwrap_or(own), op })
    }

    fn lines(&mut self, data: &Value) -> Read<CostLines> {
        let one = |row: &Value| Ok((text(row, "id")?, money(row, "aid")?));
        let costs = data.get("eligible_costs").map(|costs| list(costs, "lines")).unwrap_or_default();
        let lines = costs.iter().map(one).collect::<Read<_>>()?;
        Ok((maybe(data, "project").map(|project| self.other(project)), lines))
    }

    fn grant(&mut self, name: &str, data: &Value) -> Read<(Grant, Terms)> {
        let basis = member(data, "basis")?;
        let (code, nace_2) = nace(data).ok_or("no activity")?;
        let (project, lines) = self.lines(data)?;
        let grant = Grant {
            award: self.award(text(data, "award")?),
            who: text(data, "beneficiary")?,
            state: maybe(data, "member_state").unwrap_or_default(),
            on: date(data, "granted_on")?,
            conferred: maybe(data, "legal_right") == Some("conferred"),
            regime: text(basis, "regime")?,
            aid: aid(member(data, "aid")?)?,
            nace: code,
            conditions: conditions(data).ok_or("no conditions")?,
        };
        let no_aid = data.get("treatment").and_then(|treatment| treatment.get("no-aid"));
        let terms = Terms {
            standing: match name {
                "award.reserved" => Standing::Reserved(date(data, "expires_on")?),
                "award.conditional" => Standing::Conditional(date(data, "long_stop")?),
                _ => Standing::Granted,
            },
            by_scheme: maybe(basis, "kind") == Some("scheme"),
            scheme: maybe(basis, "scheme").map(|scheme| self.other(scheme)),
            project,
            funding: funding(data)?,
            no_aid: no_aid.and_then(|no_aid| maybe(no_aid, "ground")),
            nace_2,
            lines,
        };
        Ok((grant, terms))
    }

    fn report(&mut self, data: &Value, signer: &str) -> Read<Op> {
        let basis = member(data, "basis")?;
        let authority = member(data, "granting_authority")?;
        let own = match maybe(authority, "id") {
            Some(id) => id == signer,
            None => {
                let name = maybe(authority, "name").unwrap_or_default();
                maybe(data, "reported_from") == Some("authority") || name.eq_ignore_ascii_case(signer)
            }
        };
        let range = data.get("granted_on_range");
        let report = Report {
            award: self.award(text(data, "award")?),
            who: text(data, "beneficiary")?,
            state: text(data, "member_state")?,
            on: range.map_or_else(|| date(data, "granted_on"), |range| date(range, "from"))?,
            until: range.map(|range| date(range, "to")).transpose()?,
            regime: text(basis, "regime")?,
            aid: aid(member(data, "aid")?)?,
        };
        let stated = conditions(data);
        let row = data.get("source_row");
        let extra = Extra {
            funding: funding(data)?,
            quarter_end: maybe(data, "date_basis") == Some("quarter-end"),
            service: stated.and_then(|stated| stated.service),
            conditions: stated,
            nace: nace(data),
            by_scheme: maybe(basis, "kind").map(|kind| kind == "scheme"),
            lines: self.lines(data)?,
            own,
            retrieved_on: row.and_then(|row| maybe_date(row, "retrieved_on")),
        };
        Ok(Op::Tell(report, extra))
    }

    fn life(&mut self, name: &str, data: &Value) -> Read<Op> {
        let award = self.award(text(data, "award")?);
        let same_as: Vec<u32> = texts(data, "same_as").into_iter().map(|id| self.award(id)).collect();
        Ok(match name {
            "award.reduced" => Op::Reduce {
                award,
                after: money(data, "gge_after")?,
                kept: money(data, "benefit_kept")?,
                repaid: repaid(data)?,
                on: date(data, "on")?,
            },
            "award.withdrawn" => Op::Withdraw {
                award,
                kept: money(data, "benefit_kept")?,
                repaid: repaid(data)?,
                on: date(data, "on")?,
            },
            "award.waived" => Op::Waive {
                award,
                amount: money(data, "amount")?,
                on: date(data, "on")?,
                repaid_on: date(data, "repaid_on")?,
                kept: money(data, "benefit_kept")?,
                repaid: repaid(data)?,
            },
            "credits.expired" => Op::Expire {
                award,
                amount: money(data, "amount")?,
                on: date(data, "on")?,
                lapsed: is(data, "right_lapsed"),
            },
            "award.drawn" => Op::Draw {
                award,
                micro_hours: number(data, "quantity", 6)?,
                value: money(data, "value")?,
                on: date(data, "on")?,
            },
            "usage.reported" => {
                Op::Usage { award, to: date(data, "to")?, micro_hours: number(data, "quantity", 6)? }
            }
            "award.confirmed" => Op::Confirm {
                award,
                on: date(data, "granted_on")?,
                aid: data.get("aid").map(aid).transpose()?,
            },
            "award.condition-met" => Op::Met { award, on: date(data, "on")? },
            "award.condition-failed" => Op::Failed { award, on: date(data, "on")? },
            "award.released" => Op::Release { award },
            "award.matched" => Op::Match { award, same_as },
            "award.unmatched" => Op::Unmatch { award, same_as },
            "award.restated" => Op::Restate {
                award,
                aid: aid(member(data, "aid")?)?,
                retrieved_on: data.get("source_row").and_then(|row| maybe_date(row, "retrieved_on")),
            },
            "award.corrected" => {
                let set = member(data, "set")?;
                Op::Correct {
                    award,
                    set: Set {
                        aid: set.get("aid").map(aid).transpose()?,
                        on: maybe_date(set, "granted_on"),
                        regime: set.get("basis").and_then(|basis| maybe(basis, "regime")),
                        nace: nace(set).map(|(code, _)| code),
                    },
                }
            }
            "award.attributed" => {
                let split = text(data, "split")?;
                let part = |row: &Value| Ok((text(row, "undertaking")?, money(row, "amount")?));
                Op::Attribute {
                    award,
                    split: split.rsplit('/').next().unwrap_or(split).to_owned(),
                    full: split.contains('/'),
                    parts: list(data, "parts").iter().map(part).collect::<Read<_>>()?,
                }
            }
            other => return Err(format!("the event {other}")),
        })
    }

    fn other_op(&mut self, name: &str, data: &Value) -> Read<Op> {
        Ok(match name {
            "undertaking.registered" => Op::Register {
                who: text(data, "undertaking")?,
                identifiers: Vec::new(),
                person: is(data, "natural_person"),
            },
            "undertaking.identified" => {
                Op::Identify { who: text(data, "undertaking")?, same_as: texts(data, "same_as") }
            }
            "undertaking.assessed" => Op::Assess {
                who: text(data, "undertaking")?,
                on: date(data, "on")?,
                size: maybe(data, "size"),
                insolvency: maybe(data, "insolvency"),
                band: maybe(data, "credit_band"),
            },
            "control.declared" => Op::Control {
                controller: text(data, "controller")?,
                controlled: text(data, "controlled")?,
                kind: text(data, "kind")?,
                from: date(data, "from")?,
                level: text(member(data, "evidence")?, "level")?,
                share_e6: maybe_number(data, "share_percent", 6)?,
            },
            "control.ended" => Op::EndControl {
                controller: text(data, "controller")?,
                controlled: text(data, "controlled")?,
                on: date(data, "on")?,
                history: self.history(data)?,
            },
            "holding.declared" => Op::Holding {
                holder: text(data, "holder")?,
                held: text(data, "held")?,
                kind: text(data, "kind")?,
                from: date(data, "from")?,
                votes_e6: number(data, "votes_percent", 6)?,
            },
            "undertakings.merged" => Op::Merge {
                surviving: text(data, "surviving")?,
                absorbed: texts(data, "absorbed"),
                on: date(data, "on")?,
            },
            "undertaking.split" => {
                let one = |row: &Value| {
                    let equity = money(row, "equity_book_value")?;
                    Ok((text(row, "undertaking")?, equity.minor, equity.currency))
                };
                Op::Split {
                    who: text(data, "undertaking")?,
                    on: date(data, "on")?,
                    successors: list(data, "successors").iter().map(one).collect::<Read<_>>()?,
                }
            }
            "group.attested" => Op::Attest {
                who: text(data, "undertaking")?,
                members: texts(data, "members"),
                on: date(data, "on")?,
            },
            _ => Op::Act(self.act(name, data)?),
        })
    }

    fn history(&mut self, data: &Value) -> Read<Option<History>> {
        let Some(history) = data.get("history") else { return Ok(None) };
        if history.as_str() == Some("stays-with-recipient") {
            return Ok(Some(History::Stays));
        }
        let mut parts = Vec::new();
        for row in list(history, "attributed") {
            parts.push((self.award(text(row, "award")?), text(row, "undertaking")?, money(row, "amount")?));
        }
        Ok(Some(History::Attributed(parts)))
    }

    fn act(&mut self, name: &str, data: &Value) -> Read<Act> {
        let step = name.strip_prefix("recovery.").map(leak);
        Ok(match name {
            "notice.served" => {
                Act::Notice { award: self.award(text(data, "award")?), gge: money(data, "gge")? }
            }
            "register.receipt" => {
                Act::Receipt { award: self.award(text(data, "award")?), on: date(data, "on")? }
            }
            "publication.made" => {
                Act::Publication { award: self.award(text(data, "award")?), on: date(data, "on")? }
            }
            "declaration.received" => {
                let period = member(data, "period")?;
                Act::Declare {
                    who: text(data, "undertaking")?,
                    signed_on: date(data, "signed_on")?,
                    from: date(period, "from")?,
                    until: maybe_date(period, "until"),
                }
            }
            "project.opened" | "project.amended" => {
                let one = |row: &Value| Ok((text(row, "id")?, money(row, "amount")?));
                let lines = list(data, "cost_lines").iter().map(one).collect::<Read<_>>()?;
                let project = self.other(text(data, "project")?);
                if name == "project.opened" {
                    Act::OpenProject { project, lines }
                } else {
                    Act::AmendProject { project, lines }
                }
            }
            _ => {
                let step = step.ok_or_else(|| format!("the event {name}"))?;
                let decision = member(data, "decision")?;
                Act::Recovery {
                    step,
                    kind: text(decision, "kind")?,
                    reference: self.other(text(decision, "ref")?),
                    who: text(data, "undertaking")?,
                }
            }
        })
    }
}

fn numbered(known: &mut Vec<String>, id: &str) -> u32 {
    let id = id.rsplit('/').next().unwrap_or(id);
    let at = known.iter().position(|known| known == id).unwrap_or_else(|| {
        known.push(id.to_owned());
        known.len() - 1
    });
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn table(data: &Value) -> Read<Op> {
    let rows = list(data, "rows").iter();
    let state = |row: &Value| maybe(row, "member_state").filter(|state| *state != "*");
    Ok(match text(data, "table")? {
        "fx" => {
            let one = |row: &Value| {
                Ok(RateRow {
                    state: state(row),
                    currency: text(row, "currency")?,
                    date: date(row, "date")?,
                    until: maybe_date(row, "until"),
                    monthly: maybe(row, "source") == Some("InforEuro"),
                    rate_e4: number(row, "rate", 4)?,
                })
            };
            Op::Rates(rows.map(one).collect::<Read<_>>()?)
        }
        "holidays" => {
            let one = |row: &Value| {
                let official = maybe(row, "status") != Some("computed");
                Ok(HolidayRow { state: state(row), date: date(row, "date")?, official })
            };
            Op::Holidays(rows.map(one).collect::<Read<_>>()?)
        }
        "ec-base-rate" => {
            let one = |row: &Value| {
                let percent_e2 = number(row, "percent", 2)?;
                Ok(BaseRow { state: text(row, "member_state")?, from: date(row, "from")?, percent_e2 })
            };
            Op::BaseRates(rows.map(one).collect::<Read<_>>()?)
        }
        "compute-price" => {
            let one = |row: &Value| {
                let price = member(row, "price")?;
                Ok(PriceRow {
                    system: text(row, "system")?,
                    partition: maybe(row, "partition"),
                    unit: text(row, "unit")?,
                    from: date(row, "from")?,
                    price: (number(price, "rate", 6)?, text(price, "currency")?),
                })
            };
            Op::Prices(rows.map(one).collect::<Read<_>>()?)
        }
        "register-coverage" => {
            let one = |row: &Value| {
                Ok((text(row, "member_state")?, text(row, "regime")?, date(row, "covers_from")?))
            };
            Op::Covers(rows.map(one).collect::<Read<_>>()?)
        }
        other => return Err(format!("the table {other}")),
    })
}
