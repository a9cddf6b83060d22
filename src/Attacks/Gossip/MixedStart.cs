using Federated.Learning.Recording;
using MathNet.Numerics.LinearAlgebra;

namespace Federated.Attacks.Gossip;

/// <summary>
/// Mixing undone as far as W allows. The messages of step q are Z_q = P_q(W) Z_1 and the models after the round X = P_{Q+1}(W) Z_1, with the rows of Z_1
/// the trained models and P_{q+1} = (1 + e) W P_q - e P_{q-1}. An observer has some rows m of some Z_q: vectors e_m' P_q(W). It looks for coefficients c
/// of what it has with
/// <code>
/// c = argmin | O' c - a |^2 + r |c - c_0|^2,   sum c = 1,   O: rows e_m' P_q(W) that it has,   a: row i of P_{Q+1}(W)
/// </code>
/// The sum keeps what all models have in common; r weighs float32 rounding against what nodes differ by; c_0 is the neighbour's last message.
/// </summary>
/// <param name="Seen">messages (node, step) that have a part in it, with their coefficients</param>
/// <param name="Residual">| O' c - a |</param>
internal sealed record MixedStart(IReadOnlyList<(int Node, int Step, double Coefficient)> Seen, double Residual)
{
    /// <summary>Finds the coefficients.</summary>
    /// <param name="page">weights and steps of the round before</param>
    /// <param name="node">i, whose model after that round is wanted</param>
    /// <param name="seen">nodes whose messages of all steps the observer has</param>
    /// <param name="anchor">the one of them whose last message alone would be the first guess: i, if it is among them</param>
    /// <param name="rounding">r: variance of rounding over variance between nodes</param>
    public static MixedStart Of(MixingPage page, int node, IReadOnlyCollection<int> seen, int anchor, double rounding)
    {
        var powers = Polynomials(page);
        var target = powers[page.Steps].Row(node);

        // The anchor's last message is what the others are measured from: that makes the sum of coefficients 1.
        (int Node, int Step)[] others = [.. Enumerable.Range(1, page.Steps).SelectMany(step => seen.Order().Select(other => (other, step))).Where(message => message != (anchor, page.Steps))];
        var reference = powers[page.Steps - 1].Row(anchor);
        var (n, k) = (page.Rows.Count, others.Length);
        var system = Matrix<double>.Build.Dense(n + k, k);
        for (var column = 0; column < k; column++)
        {
            system.SetColumn(column, 0, n, powers[others[column].Step - 1].Row(others[column].Node) - reference);
            system[n + column, column] = Math.Sqrt(rounding);
        }

        var right = Vector<double>.Build.Dense(n + k);
        right.SetSubVector(0, n, target - reference);
        var coefficients = k == 0 ? Vector<double>.Build.Dense(1) : system.QR().Solve(right);
        var residual = k == 0 ? right : (system * coefficients) - right;
        return new MixedStart(
            [.. others.Select((message, column) => (message.Node, message.Step, coefficients[column])), (anchor, page.Steps, 1.0 - (k == 0 ? 0.0 : coefficients.Sum()))],
            residual.SubVector(0, n).L2Norm());
    }

    /// <summary>The coefficients of whoever has all last messages of a node's sources: those of W.</summary>
    /// <param name="page">weights and steps of the round before</param>
    /// <param name="node">i</param>
    public static MixedStart Exact(MixingPage page, int node)
    {
        var row = page.Rows[node];
        var (factor, last) = (1.0 + page.Extrapolation, page.Steps);
        List<(int Node, int Step, double Coefficient)> seen = [(node, last, factor * row.Self), .. row.Sources.Select((source, k) => (source, last, factor * row.Weights[k]))];
        if (page.Extrapolation != 0.0)
        {
            seen.Add((node, Math.Max(1, last - 1), -page.Extrapolation));
        }

        return new MixedStart(seen, Residual: 0.0);
    }

    /// <summary>P_1 to P_{Q+1} of W.</summary>
    private static List<Matrix<double>> Polynomials(MixingPage page)
    {
        var n = page.Rows.Count;
        var w = Matrix<double>.Build.Dense(n, n);
        foreach (var row in page.Rows)
        {
            w[row.Node, row.Node] = row.Self;
            for (var k = 0; k < row.Sources.Length; k++)
            {
                w[row.Node, row.Sources[k]] = row.Weights[k];
            }
        }

        List<Matrix<double>> powers = [Matrix<double>.Build.DenseIdentity(n)];
        for (var q = 0; q < page.Steps; q++)
        {
            powers.Add(((1.0 + page.Extrapolation) * (w * powers[q])) - (page.Extrapolation * powers[Math.Max(0, q - 1)]));
        }

        return powers;
    }
}
