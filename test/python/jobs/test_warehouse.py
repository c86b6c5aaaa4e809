"""Where the warehouse is. What runs write there: test_monthly_table.py, and with Spark the e2e tier."""

import unittest

import context  # noqa: F401  (finds the jobs)
from spark_platform_job.warehouse import Warehouse, WarehouseError

ENVIRONMENT = {
    "WAREHOUSE_URL": "jdbc:postgresql://postgres.postgres.svc:5432/warehouse",
    "WAREHOUSE_USER": "warehouse",
    "WAREHOUSE_PASSWORD": "not-for-logs",
}


class Address(unittest.TestCase):
    def test_comes_from_the_environment(self):
        warehouse = Warehouse.of(ENVIRONMENT)
        self.assertEqual([warehouse.url, warehouse.user, warehouse.password], list(ENVIRONMENT.values()))

    def test_hides_the_password_when_printed(self):
        self.assertNotIn("not-for-logs", f"{Warehouse.of(ENVIRONMENT)!r} {Warehouse.of(ENVIRONMENT)}")

    def test_names_every_missing_variable(self):
        with self.assertRaises(WarehouseError) as raised:
            Warehouse.of(ENVIRONMENT | {"WAREHOUSE_URL": "", "WAREHOUSE_PASSWORD": ""})
        self.assertEqual(
            str(raised.exception),
            "WAREHOUSE_URL, WAREHOUSE_PASSWORD not set: give the job `warehouse: true` in the stack's settings.",
        )

    def test_is_a_jdbc_url_of_postgresql(self):
        with self.assertRaises(WarehouseError) as raised:
            Warehouse.of(ENVIRONMENT | {"WAREHOUSE_URL": "postgresql://db/warehouse"})
        self.assertEqual(
            str(raised.exception),
            'WAREHOUSE_URL is "postgresql://db/warehouse", which does not start with jdbc:postgresql://.',
        )


if __name__ == "__main__":
    unittest.main()
