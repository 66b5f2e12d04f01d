//! Rows as they are, whatever they mean: read in the order of their keys, hashed, and written by the handful.

use super::catalogue::{Column, Kind, Table, quoted};
use crate::store::StoreError;
use crate::store::codec::{Row, Value};
use crate::store::db::{Made, Tx};
use sha2::{Digest as _, Sha256};
use tokio_stream::{Stream, StreamExt as _};

/// Rows that one statement writes at most, and about how many bytes of them.
const MOST_ROWS: usize = 50;
const MOST_BYTES: usize = 1 << 20;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Cell {
    fn read(row: &Row, number: usize, kind: Kind) -> Result<Self, StoreError> {
        let cell = match kind {
            Kind::Bool => row.get::<Option<bool>>(number)?.map(Self::Bool),
            Kind::Int => row.get::<Option<i64>>(number)?.map(Self::Int),
            Kind::Text => row.get::<Option<String>>(number)?.map(Self::Text),
            Kind::Bytes => row.get::<Option<Vec<u8>>>(number)?.map(Self::Bytes),
        };
        Ok(cell.unwrap_or(Self::Null))
    }

    fn value(&self) -> Option<Value<'_>> {
        Some(match self {
            Self::Null => return None,
            Self::Bool(own) => (*own).into(),
            Self::Int(own) => (*own).into(),
            Self::Text(own) => own.into(),
            Self::Bytes(own) => own.as_slice().into(),
        })
    }

    const fn len(&self) -> usize {
        match self {
            Self::Null | Self::Bool(_) => 1,
            Self::Int(_) => 8,
            Self::Text(own) => own.len(),
            Self::Bytes(own) => own.len(),
        }
    }

    /// Hashed so that no two rows of different values are the same bytes.
    fn hash(&self, hash: &mut Sha256) {
        match self {
            Self::Null => hash.update([0]),
            Self::Bool(own) => hash.update([1, u8::from(*own)]),
            Self::Int(own) => {
                hash.update([2]);
                hash.update(own.to_be_bytes());
            }
            Self::Text(own) => {
                hash.update([3]);
                hash.update((own.len() as u64).to_be_bytes());
                hash.update(own);
            }
            Self::Bytes(own) => {
                hash.update([4]);
                hash.update((own.len() as u64).to_be_bytes());
                hash.update(own);
            }
        }
    }
}

/// A table that was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedTable {
    /// Its name.
    pub name: String,
    /// How many rows it has, on either side.
    pub rows: u64,
    /// The SHA-256 of the hashes of all rows in their order, on either side.
    pub sha256: String,
}

/// What the rows of a table add up to.
#[derive(Default)]
pub struct Digest {
    rows: u64,
    hash: Sha256,
}

impl Digest {
    pub fn add(&mut self, row: &[Cell]) {
        let mut hash = Sha256::new();
        for cell in row {
            cell.hash(&mut hash);
        }
        self.rows += 1;
        self.hash.update(hash.finalize());
    }

    pub fn of(self, table: &str) -> MovedTable {
        MovedTable {
            name: table.to_owned(),
            rows: self.rows,
            sha256: hex::encode(self.hash.finalize()),
        }
    }
}

/// All rows in the order of their keys; no more of them are in memory than are on their way.
pub fn read<'a>(
    table: &'a Table,
    tx: &'a mut Tx,
) -> Result<impl Stream<Item = Result<Vec<Cell>, StoreError>> + use<'a>, StoreError> {
    let columns: Vec<String> = table.columns.iter().map(|c| quoted(&c.name)).collect();
    // Texts in the order of their bytes on both, whatever language the database was made in.
    let by_bytes = if tx.is_postgres() {
        " collate \"C\""
    } else {
        ""
    };
    let key = table.key().into_iter().map(|column| match column.kind {
        Kind::Text => quoted(&column.name) + by_bytes,
        _ => quoted(&column.name),
    });
    let key: Vec<String> = key.collect();
    let select = format!(
        "select {} from {} order by {}",
        columns.join(", "),
        quoted(&table.name),
        key.join(", ")
    );
    let rows = tx.stream(Made(select))?;
    Ok(rows.map(move |row| {
        let row = row?;
        let cells = table.columns.iter().enumerate();
        cells
            .map(|(number, column)| Cell::read(&row, number, column.kind))
            .collect()
    }))
}

/// Rows that are to be written together.
pub struct Pending<'a> {
    table: &'a Table,
    rows: Vec<Vec<Cell>>,
    bytes: usize,
    /// Rows that name one of their own table which is not there yet: the column, the row, and whom it names.
    later: Vec<(&'a Column, i64, i64)>,
}

impl<'a> Pending<'a> {
    pub const fn new(table: &'a Table) -> Self {
        Self {
            table,
            rows: Vec::new(),
            bytes: 0,
            later: Vec::new(),
        }
    }

    /// Adds a row; whether it is time to write.
    pub fn add(&mut self, mut row: Vec<Cell>) -> bool {
        if let Some(own) = self.table.columns.iter().position(|c| c.name == "id")
            && let Cell::Int(own) = row[own]
        {
            for (cell, column) in row.iter_mut().zip(&self.table.columns) {
                if column.points_inside
                    && let Cell::Int(other) = *cell
                    && other > own
                {
                    self.later.push((column, own, other));
                    *cell = Cell::Null;
                }
            }
        }
        self.bytes += row.iter().map(Cell::len).sum::<usize>();
        self.rows.push(row);
        self.rows.len() >= MOST_ROWS || self.bytes >= MOST_BYTES
    }

    /// Writes whom rows name that had to be there first.
    pub async fn point_onwards(self, tx: &mut Tx) -> Result<(), StoreError> {
        for (column, own, other) in self.later {
            let update = format!(
                "update {} set {} = $2 where id = $1",
                quoted(&self.table.name),
                quoted(&column.name)
            );
            tx.execute(Made(update), (own, other)).await?;
        }
        Ok(())
    }
}

/// Writes what waits.
pub async fn write(pending: &mut Pending<'_>, tx: &mut Tx) -> Result<(), StoreError> {
    if pending.rows.is_empty() {
        return Ok(());
    }
    let columns: Vec<String> = pending
        .table
        .columns
        .iter()
        .map(|c| quoted(&c.name))
        .collect();
    let mut values = Vec::new();
    let mut rows = Vec::with_capacity(pending.rows.len());
    for row in &pending.rows {
        let mut places = Vec::with_capacity(row.len());
        for cell in row {
            places.push(match cell.value() {
                // Nothing has no type, and is written as what it is.
                None => "null".to_owned(),
                Some(value) => {
                    values.push(value);
                    format!("${}", values.len())
                }
            });
        }
        rows.push(format!("({})", places.join(", ")));
    }
    let insert = format!(
        "insert into {} ({}) values {}",
        quoted(&pending.table.name),
        columns.join(", "),
        rows.join(", ")
    );
    tx.execute(Made(insert), values).await?;
    pending.rows.clear();
    pending.bytes = 0;
    Ok(())
}
