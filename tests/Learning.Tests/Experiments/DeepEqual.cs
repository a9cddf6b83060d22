using System.Collections;

namespace Federated.Learning.Tests.Experiments;

/// <summary>Equality of records that hold arrays, which the records' own equality compares by reference.</summary>
internal static class DeepEqual
{
    public static bool Check(object? a, object? b)
    {
        if (a is null || b is null || a.GetType() != b.GetType())
        {
            return a is null && b is null;
        }

        if (a is string or ValueType)
        {
            return a.Equals(b);
        }

        if (a is IEnumerable first && b is IEnumerable second)
        {
            var (x, y) = (first.Cast<object?>().ToList(), second.Cast<object?>().ToList());
            return x.Count == y.Count && x.Zip(y).All(pair => Check(pair.First, pair.Second));
        }

        return a.GetType().GetProperties().All(property => Check(property.GetValue(a), property.GetValue(b)));
    }
}
