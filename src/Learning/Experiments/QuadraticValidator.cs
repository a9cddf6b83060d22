namespace Federated.Learning.Experiments;

/// <summary>Checks that the functions of a quadratic task live in one space and have symmetric matrices.</summary>
internal static class QuadraticValidator
{
    private const double Asymmetry = 1e-12;

    public static IEnumerable<ExperimentProblem> Check(QuadraticOptions quadratic)
    {
        var d = quadratic.Start.Length;
        if (d == 0)
        {
            return [new ExperimentProblem("quadratic.start", "an empty list is not accepted; expected at least one number")];
        }

        return quadratic.Clients.Length == 0
            ? [new ExperimentProblem("quadratic.clients", "an empty list is not accepted; expected at least one client")]
            : quadratic.Clients.SelectMany((client, i) => CheckClient(client, d, $"quadratic.clients[{i}]"));
    }

    private static IEnumerable<ExperimentProblem> CheckClient(QuadraticClient client, int d, string key)
    {
        if (client.B.Length != d)
        {
            yield return new ExperimentProblem($"{key}.b", $"has {client.B.Length} numbers; expected {d}, as quadratic.start has");
        }

        if (client.A.Length != d || Array.Exists(client.A, row => row.Length != d))
        {
            yield return new ExperimentProblem($"{key}.a", $"is not {d} rows of {d} numbers; expected a square matrix of the size of quadratic.start");
            yield break;
        }

        for (var row = 0; row < d; row++)
        {
            for (var column = 0; column < row; column++)
            {
                if (Math.Abs(client.A[row][column] - client.A[column][row]) > Asymmetry)
                {
                    yield return new ExperimentProblem(
                        $"{key}.a",
                        $"is not symmetric in row {row}, column {column} (counted from 0); expected a symmetric matrix");
                    yield break;
                }
            }
        }
    }
}
