namespace Federated.Learning.Privacy;

/// <summary>Renyi losses of several orders, added up over what happens one after the other, and the (epsilon, delta) that follows.</summary>
public sealed class RenyiBudget
{
    private static readonly int[] _orders = [.. Enumerable.Range(2, 63), 80, 96, 128, 192, 256, 512, 1024];

    private readonly double[] _spent = new double[_orders.Length];

    /// <summary>alpha: whole numbers, because the bound for cohorts of a fixed size only knows those.</summary>
    public static IReadOnlyList<int> Orders => _orders;

    /// <summary>The losses of one mechanism at all orders.</summary>
    /// <param name="loss">of an order</param>
    public static double[] Losses(Func<int, double> loss) => [.. _orders.Select(loss)];

    /// <summary>Adds a mechanism.</summary>
    /// <param name="losses">see <see cref="Losses"/></param>
    /// <param name="times">how often it is used</param>
    public void Spend(double[] losses, double times = 1.0)
    {
        for (var i = 0; i < _spent.Length; i++)
        {
            _spent[i] += times * losses[i];
        }
    }

    /// <summary>
    /// The smallest epsilon = r + log((alpha - 1) / alpha) - (log delta + log alpha) / (alpha - 1) of all orders (Balle et al. 2020, arXiv 1905.09982,
    /// theorem 21; Canonne, Kamath and Steinke 2020, arXiv 2004.00010, proposition 12).
    /// </summary>
    /// <param name="delta">in (0, 1)</param>
    public double Epsilon(double delta)
    {
        var best = double.PositiveInfinity;
        for (var i = 0; i < _orders.Length; i++)
        {
            double order = _orders[i];
            best = Math.Min(best, _spent[i] + Math.Log((order - 1.0) / order) - ((Math.Log(delta) + Math.Log(order)) / (order - 1.0)));
        }

        return Math.Max(0.0, best);
    }
}
