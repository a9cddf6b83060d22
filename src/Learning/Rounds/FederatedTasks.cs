using System.Numerics;

namespace Federated.Learning.Rounds;

/// <summary>What can be said of any task.</summary>
public static class FederatedTasks
{
    /// <summary>x^0 in memory of its own, length d.</summary>
    public static T[] InitialPoint<T>(this IFederatedTask<T> task)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var x = new T[task.Layout.Dimension];
        task.Initialise(x);
        return x;
    }
}
