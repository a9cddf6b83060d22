using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Federated.Attacks.Derivatives.Kernels;

/// <summary>
/// C = sum_i A_i B_i^T, or that added to C, over a stack of matrices with contiguous rows: dot products of rows, summed up before their lanes are.
/// Rows may be read up to a whole vector past their end.
/// </summary>
internal static unsafe class DotProduct
{
    /// <summary>Multiplies.</summary>
    /// <param name="size">rows of C, columns of C, and the inner length</param>
    /// <param name="a">A, with the distance between its rows</param>
    /// <param name="b">B, with the distance between its rows</param>
    /// <param name="c">C, with the distance between its rows</param>
    /// <param name="stack">number of matrices, and the distances from one to the next</param>
    /// <param name="adds">whether C is added to, and not overwritten</param>
    public static void Run<T>((int Rows, int Columns, int Inner) size, Operand<T> a, Operand<T> b, Operand<T> c, (int Count, int A, int B) stack, Write adds)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tail = Vector512.Equals(Lane<T>.First(size.Inner % Lane<T>.Count), Vector512<T>.One);
        var row = 0;
        for (; row + 4 <= size.Rows; row += 4)
        {
            var column = 0;
            for (; column + 4 <= size.Columns; column += 4)
            {
                FourByFour(size.Inner, a.Row(row), b.Row(column), c.At(row, column), stack, tail, adds);
            }

            for (; column < size.Columns; column++)
            {
                OneByFour(size.Inner, b.Row(column), a.Row(row), c.At(row, column), c.RowStride, (stack.Count, stack.B, stack.A), tail, adds);
            }
        }

        for (; row < size.Rows; row++)
        {
            var column = 0;
            for (; column + 4 <= size.Columns; column += 4)
            {
                OneByFour(size.Inner, a.Row(row), b.Row(column), c.At(row, column), 1, stack, tail, adds);
            }

            for (; column < size.Columns; column++)
            {
                Put(c.At(row, column).Address, One(size.Inner, a.Row(row).Address, b.Row(column).Address, stack), adds);
            }
        }
    }

    private static void FourByFour<T>(int inner, Operand<T> a, Operand<T> b, Operand<T> c, (int Count, int A, int B) stack, Vector512<T> tail, Write adds)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Lane<T>.Count;
        Vector512<T> s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default, s13 = default;
        Vector512<T> s20 = default, s21 = default, s22 = default, s23 = default, s30 = default, s31 = default, s32 = default, s33 = default;
        T* a0 = a.Address, a1 = a.Row(1).Address, a2 = a.Row(2).Address, a3 = a.Row(3).Address;
        T* b0 = b.Address, b1 = b.Row(1).Address, b2 = b.Row(2).Address, b3 = b.Row(3).Address;
        for (var i = 0; i < stack.Count; i++)
        {
            for (nint k = 0; k < inner; k += lanes)
            {
                // What lies behind the end of a row counts nothing: one of both factors is zero there.
                var (x0, x1, x2, x3) = (Vector512.Load(a0 + k), Vector512.Load(a1 + k), Vector512.Load(a2 + k), Vector512.Load(a3 + k));
                if (inner - k < lanes)
                {
                    (x0, x1, x2, x3) = (x0 & tail, x1 & tail, x2 & tail, x3 & tail);
                }

                var y = Vector512.Load(b0 + k);
                s00 = Lane<T>.MultiplyAdd(x0, y, s00);
                s10 = Lane<T>.MultiplyAdd(x1, y, s10);
                s20 = Lane<T>.MultiplyAdd(x2, y, s20);
                s30 = Lane<T>.MultiplyAdd(x3, y, s30);
                y = Vector512.Load(b1 + k);
                s01 = Lane<T>.MultiplyAdd(x0, y, s01);
                s11 = Lane<T>.MultiplyAdd(x1, y, s11);
                s21 = Lane<T>.MultiplyAdd(x2, y, s21);
                s31 = Lane<T>.MultiplyAdd(x3, y, s31);
                y = Vector512.Load(b2 + k);
                s02 = Lane<T>.MultiplyAdd(x0, y, s02);
                s12 = Lane<T>.MultiplyAdd(x1, y, s12);
                s22 = Lane<T>.MultiplyAdd(x2, y, s22);
                s32 = Lane<T>.MultiplyAdd(x3, y, s32);
                y = Vector512.Load(b3 + k);
                s03 = Lane<T>.MultiplyAdd(x0, y, s03);
                s13 = Lane<T>.MultiplyAdd(x1, y, s13);
                s23 = Lane<T>.MultiplyAdd(x2, y, s23);
                s33 = Lane<T>.MultiplyAdd(x3, y, s33);
            }

            a0 += stack.A;
            a1 += stack.A;
            a2 += stack.A;
            a3 += stack.A;
            b0 += stack.B;
            b1 += stack.B;
            b2 += stack.B;
            b3 += stack.B;
        }

        PutFour(c.Address, 1, s00, s01, s02, s03, adds);
        PutFour(c.Row(1).Address, 1, s10, s11, s12, s13, adds);
        PutFour(c.Row(2).Address, 1, s20, s21, s22, s23, adds);
        PutFour(c.Row(3).Address, 1, s30, s31, s32, s33, adds);
    }

    /// <summary>One row of the first against four of the second.</summary>
    private static void OneByFour<T>(int inner, Operand<T> a, Operand<T> b, Operand<T> c, int distance, (int Count, int A, int B) stack, Vector512<T> tail, Write adds)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Lane<T>.Count;
        Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default;
        T* b0 = b.Address, b1 = b.Row(1).Address, b2 = b.Row(2).Address, b3 = b.Row(3).Address;
        var a0 = a.Address;
        for (var i = 0; i < stack.Count; i++)
        {
            for (nint k = 0; k < inner; k += lanes)
            {
                var x = Vector512.Load(a0 + k);
                var (y0, y1, y2, y3) = (Vector512.Load(b0 + k), Vector512.Load(b1 + k), Vector512.Load(b2 + k), Vector512.Load(b3 + k));
                if (inner - k < lanes)
                {
                    (x, y0, y1, y2, y3) = (x & tail, y0 & tail, y1 & tail, y2 & tail, y3 & tail);
                }

                s0 = Lane<T>.MultiplyAdd(x, y0, s0);
                s1 = Lane<T>.MultiplyAdd(x, y1, s1);
                s2 = Lane<T>.MultiplyAdd(x, y2, s2);
                s3 = Lane<T>.MultiplyAdd(x, y3, s3);
            }

            a0 += stack.A;
            b0 += stack.B;
            b1 += stack.B;
            b2 += stack.B;
            b3 += stack.B;
        }

        PutFour(c.Address, distance, s0, s1, s2, s3, adds);
    }

    private static T One<T>(int inner, T* a, T* b, (int Count, int A, int B) stack)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Lane<T>.Count;
        var sum = Vector512<T>.Zero;
        var rest = T.Zero;
        for (var i = 0; i < stack.Count; i++, a += stack.A, b += stack.B)
        {
            nint k = 0;
            for (; k <= inner - lanes; k += lanes)
            {
                sum = Lane<T>.MultiplyAdd(Vector512.Load(a + k), Vector512.Load(b + k), sum);
            }

            for (; k < inner; k++)
            {
                rest += a[k] * b[k];
            }
        }

        return Vector512.Sum(sum) + rest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutFour<T>(T* c, nint distance, Vector512<T> s0, Vector512<T> s1, Vector512<T> s2, Vector512<T> s3, Write adds)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Put(c, Vector512.Sum(s0), adds);
        Put(c + distance, Vector512.Sum(s1), adds);
        Put(c + (2 * distance), Vector512.Sum(s2), adds);
        Put(c + (3 * distance), Vector512.Sum(s3), adds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<T>(T* c, T sum, Write adds)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        *c = adds == Write.Adds ? *c + sum : sum;
}
